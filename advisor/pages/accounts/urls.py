"""`/accounts/`: signing up, in and out, and managing one's account. allauth's views under allauth's names."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from advisor.pages.accounts import owner, views
from advisor.pages.accounts.address import address
from advisor.pages.accounts.allauth_views import leaving, page, passkey, removing, setting_up

urlpatterns = [
    path("", views.account, name="account"),
    path("", views.account, name="mfa_index"),
    path("all/", owner.accounts, name="all-accounts"),
    path("all/<int:account_id>/off/", owner.off, name="account-off"),
    path("all/<int:account_id>/on/", owner.on, name="account-on"),
    path("email/", page(address), name="account_email"),
    path("browsers/", views.browsers, name="account-browsers"),
    path("browsers/<int:browser_id>/end/", views.end_browser, name="account-browser-end"),
    path("elsewhere/", views.elsewhere, name="account-elsewhere"),
    path("link/", views.by_link, name="account-by-link"),
    path("link/<path:token>", views.link_entry, name="account-link"),
    path("login/", page(allauth.login), name="account_login"),
    path("logout/", page(leaving(allauth.logout), enrols=True), name="account_logout"),
    path("signup/", page(allauth.signup), name="account_signup"),
    path("again/", page(allauth.reauthenticate, enrols=True), name="account_reauthenticate"),
    path(
        "again/code/",
        page(allauth.request_reauthentication_code, with_mail=True, enrols=True),
        name="account_request_reauthentication_code",
    ),
    path(
        "again/code/check/",
        page(allauth.confirm_reauthentication_code, with_mail=True, enrols=True),
        name="account_confirm_reauthentication_code",
    ),
    path("closed/", page(allauth.account_inactive), name="account_inactive"),
    path("address/", page(allauth.email_verification_sent, with_mail=True), name="account_email_verification_sent"),
    path("code/", page(allauth.confirm_login_code, with_mail=True), name="account_confirm_login_code"),
    path("login/", page(allauth.login), name="account_request_login_code"),
    path("password/", page(allauth.password_change), name="account_change_password"),
    path("password/new/", page(allauth.password_set), name="account_set_password"),
    path("second/", page(mfa.authenticate, second=True), name="mfa_authenticate"),
    path("second/again/", page(mfa.reauthenticate, second=True), name="mfa_reauthenticate"),
    path("second/add/", page(setting_up(totp.activate_totp), second=True, enrols=True), name="mfa_activate_totp"),
    path("second/remove/", page(totp.deactivate_totp, second=True), name="mfa_deactivate_totp"),
    path("second/codes/", page(codes.view_recovery_codes, second=True), name="mfa_view_recovery_codes"),
    path("second/codes/new/", page(codes.generate_recovery_codes, second=True), name="mfa_generate_recovery_codes"),
    path("passkeys/", page(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", page(setting_up(webauthn.add_webauthn), enrols=True), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", page(passkey(webauthn.login_webauthn)), name="mfa_login_webauthn"),
    path("passkeys/again/", page(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", page(removing(webauthn.remove_webauthn)), name="mfa_remove_webauthn"),
]
