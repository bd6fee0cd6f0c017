"""The Slack bot. Bolt is in `app`, Slack's client in `web`; the rest is plain functions over plain values."""
