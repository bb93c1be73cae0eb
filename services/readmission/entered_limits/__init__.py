"""Time limits that an officer enters with their source, where the library could not verify one."""
