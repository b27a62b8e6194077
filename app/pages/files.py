"""How a file that somebody gave us is handed out: never as a page of ours (trust.md U)."""

FILE_HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
