from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "advisor.sharing"
    label = "sharing"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from advisor.disk import read_for_one_request

        connection_created.connect(read_for_one_request)
