from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "advisor.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_changed, password_changed, password_set
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.contrib.contenttypes.management import create_contenttypes
        from django.db.models.signals import post_migrate

        from advisor.accounts import addresses, browsers, security

        user_logged_in.connect(browsers.on_sign_in)
        user_logged_out.connect(browsers.on_sign_out)
        password_changed.connect(browsers.on_new_password)
        password_set.connect(browsers.on_new_password)
        email_changed.connect(addresses.on_change)
        security.connect()
        # Nothing here asks Django who may do what: rows about that, made anew in every database, would only be in the
        # way of moving from one to another.
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
