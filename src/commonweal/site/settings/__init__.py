"""The settings of the platform: `live` reads the environment, `test` is fixed for the suite."""
