"""Tests of what lies beside a Dockerfile."""
