"""The articles for other programs: a server of the Model Context Protocol (MCP)."""
