"""The servers that tests run against: a real RabbitMQ, PostgreSQL and Chromium, never a stand-in.

A server is looked for in this order:

1. the environment: `LIMEN_TEST_RABBITMQ_URL`, `LIMEN_TEST_POSTGRES_URL`;
2. testcontainers, when a container engine answers; `LIMEN_RABBITMQ_IMAGE` and `LIMEN_POSTGRES_IMAGE`
   name the images, the official ones by default;
3. Debian's own binaries, started here with their own ports and folders;
4. otherwise the test is skipped for a person, and fails where `CI` is set.

What the rig starts it ends: by process id, also on failure and Ctrl-C; and the keeper does it when
the test run itself is killed.
"""
