"""The product installed on a fresh Debian as ``deploy/install.md`` says, and used by real browsers. Needs root; a separate run."""
