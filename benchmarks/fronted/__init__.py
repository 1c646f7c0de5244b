"""The portal as people get it: its pages compressed, which the proxy in front does."""
