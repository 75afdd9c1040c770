"""Render the letter of the week and send it."""

import os
import smtplib
from email.message import EmailMessage
from pathlib import Path

from markdown_it import MarkdownIt


def letter(path):
    """Return the mail: the Markdown as it is, and as HTML."""
    text = Path(path).read_text("utf-8")
    message = EmailMessage()
    message["Subject"] = text.partition("\n")[0].lstrip("# ")
    message["From"] = "news@example.com"
    message["To"] = "readers@example.com"
    message.set_content(text)
    message.add_alternative(MarkdownIt().render(text), subtype="html")
    return message


mail = letter("letter.md")
if os.environ.get("DRY_RUN"):
    print(mail["Subject"])
    print(mail.get_body(("html",)).get_content())
else:
    with smtplib.SMTP(os.environ["SMTP_HOST"]) as server:
        server.send_message(mail)
