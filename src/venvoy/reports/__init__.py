"""Values become text, JSON and pictures; what strangers wrote is made safe to show on the way."""
