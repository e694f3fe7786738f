"""Mail: messages, mailboxes, newsletters, and web pages that were saved as mail (MHTML)."""
