import pytest

from sextortion_aware.env import Env, EnvError, is_loopback, origin_of

# Looks random and is the same each time.
GOOD_SECRET = "".join(chr(33 + number * 37 % 90) for number in range(80))


def refusal(read) -> str:
    with pytest.raises(EnvError) as refused:
        read()
    return str(refused.value)


@pytest.mark.parametrize(("value", "answer"), [("true", True), ("false", False), (" true ", True)])
def test_flag_reads_true_and_false(value, answer):
    assert Env({"DEBUG": value}).flag("DEBUG") is answer


@pytest.mark.parametrize("value", ["yes", "True", "1", "on", ""])
def test_flag_refuses_anything_else(value):
    assert (
        refusal(lambda: Env({"DEBUG": value}).flag("DEBUG"))
        == f'DEBUG is "{value}": write true or false.'
    )


def test_flag_is_off_unless_asked_for():
    assert Env({}).flag("DEBUG") is False


@pytest.mark.parametrize("value", ["http", "-1", "8000.5", "²", "65536", "9" * 5000, ""])
def test_number_refuses_what_is_no_port(value):
    assert (
        refusal(lambda: Env({"PORT": value}).number("PORT", 8000))
        == f'PORT is "{value}": write a whole number from 0 to 65535.'
    )


def test_number_has_a_default():
    assert (Env({}).number("PORT", 8000), Env({"PORT": "81"}).number("PORT", 8000)) == (8000, 81)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "SECRET_KEY is missing: make one with `make secret` and keep it outside git."),
        (
            GOOD_SECRET[:49],
            "SECRET_KEY is too weak: it needs 50 random characters; make one with `make secret`.",
        ),
        (
            "abc" * 30,
            "SECRET_KEY is too weak: it needs 50 random characters; make one with `make secret`.",
        ),
        (
            f"django-insecure-{GOOD_SECRET}",
            "SECRET_KEY is a sample: make your own with `make secret`.",
        ),
        (f"ChangeMe{GOOD_SECRET}", "SECRET_KEY is a sample: make your own with `make secret`."),
    ],
)
def test_secret_key_refuses_missing_weak_and_sample(value, sentence):
    assert refusal(lambda: Env({"SECRET_KEY": value}).secret_key(debug=False)) == sentence


def test_secret_key_is_not_shown_when_refused():
    value = GOOD_SECRET[:40]

    assert value not in refusal(lambda: Env({"SECRET_KEY": value}).secret_key(debug=False))


def test_secret_key_may_be_left_out_for_a_developer_only():
    assert Env({}).secret_key(debug=True)
    assert Env({"SECRET_KEY": GOOD_SECRET}).secret_key(debug=False) == GOOD_SECRET


@pytest.mark.parametrize(
    "value",
    [
        "talks.example.org",
        "ftp://talks.example.org",
        "https://",
        "https://talks.example.org/?a=b",
        "https://talks.example.org/#top",
        "http://[",
        "https://[",
        "http://localhost:PORT",
        "http://localhost:99999",
    ],
)
def test_site_url_refuses_what_is_no_address(value):
    assert refusal(lambda: Env({"SITE_URL": value}).site_url(default="")) == (
        f'SITE_URL is "{value}": write the whole address, like https://talks.example.org'
    )


@pytest.mark.parametrize(
    "value", ["http://talks.example.org", "http://192.0.2.7:8000", "http://localhost.example.org"]
)
def test_site_url_refuses_http_where_others_can_reach_it(value):
    assert (
        refusal(lambda: Env({"SITE_URL": value}).site_url(default=""))
        == f'SITE_URL is "{value}": a site that others can reach needs https.'
    )


@pytest.mark.parametrize(
    "value",
    [
        "https://talks.example.org/",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://localhost",
    ],
)
def test_site_url_is_kept_without_its_last_slash(value):
    assert Env({"SITE_URL": value}).site_url(default="") == value.rstrip("/")


@pytest.mark.parametrize("hosts", ["*", "talks.example.org,*", "*.example.org"])
def test_allowed_hosts_refuses_a_star(hosts):
    star = hosts.split(",")[-1]

    assert (
        refusal(lambda: Env({"ALLOWED_HOSTS": hosts}).allowed_hosts(default=[]))
        == f"ALLOWED_HOSTS has {star}: name each host."
    )


@pytest.mark.parametrize("host", ["https://talks.example.org", "talks.example.org/", "."])
def test_allowed_hosts_refuses_an_address(host):
    assert refusal(lambda: Env({"ALLOWED_HOSTS": host}).allowed_hosts(default=[])) == (
        f'ALLOWED_HOSTS has "{host}": write the name alone, like talks.example.org'
    )


def test_allowed_hosts_are_split_at_commas():
    assert Env({"ALLOWED_HOSTS": "a.example.org, b.example.org,"}).allowed_hosts(default=[]) == [
        "a.example.org",
        "b.example.org",
    ]
    assert Env({}).allowed_hosts(default=["localhost"]) == ["localhost"]


@pytest.mark.parametrize(
    "origin",
    ["talks.example.org", "https://talks.example.org/path", "https://", "ftp://talks.example.org"],
)
def test_origins_refuse_what_is_no_origin(origin):
    assert refusal(
        lambda: Env({"CSRF_TRUSTED_ORIGINS": origin}).origins("CSRF_TRUSTED_ORIGINS")
    ) == (
        f'CSRF_TRUSTED_ORIGINS has "{origin}": write scheme and host, like '
        "https://talks.example.org"
    )


def test_origins_refuse_http_where_others_can_reach_it():
    assert (
        refusal(lambda: Env({"X": "http://talks.example.org"}).origins("X"))
        == 'X has "http://talks.example.org": a site that others can reach needs https.'
    )


@pytest.mark.parametrize(
    "value", ["mysql://u:hunter2@h/n", "hunter2", "oracle://x", "postgres://["]
)
def test_database_url_refuses_others_without_showing_the_password(value):
    sentence = refusal(lambda: Env({"DATABASE_URL": value}).database_url(default=""))

    assert sentence == (
        "DATABASE_URL is not understood: write postgres://user:password@host/name or "
        "sqlite:///path/to/file."
    )


@pytest.mark.parametrize(
    "value",
    ["postgres:///name", "postgresql://u:p@h/n", "sqlite:////tmp/x.sqlite3", "sqlite://:memory:"],
)
def test_database_url_takes_both_databases(value):
    assert Env({"DATABASE_URL": value}).database_url(default="") == value


def test_cache_url_refuses_what_is_no_redis():
    assert refusal(lambda: Env({"CACHE_URL": "memcached://x"}).cache_url()) == (
        "CACHE_URL is not understood: write redis://host:6379/0, or leave it out to count in "
        "the database."
    )


def test_cache_url_refuses_redis_without_its_package(monkeypatch):
    monkeypatch.setattr("sextortion_aware.env.find_spec", lambda name: None)

    assert refusal(lambda: Env({"CACHE_URL": "redis://h:6379/0"}).cache_url()) == (
        "CACHE_URL names a Redis, but Python's redis package is missing: install it, or leave "
        "CACHE_URL out."
    )


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("localhost", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("192.168.0.1", False),
        ("example.org", False),
    ],
)
def test_is_loopback_knows_this_machine(host, answer):
    assert is_loopback(host) is answer


def test_origin_of_leaves_the_path_out():
    assert origin_of("https://talks.example.org:8443/site") == "https://talks.example.org:8443"


def test_team_email_is_needed_where_others_can_reach_the_site():
    assert refusal(lambda: Env({}).team_email(site_url="https://talks.example.org")) == (
        "TEAM_EMAIL is missing: write the address at which people reach the team, like "
        "talks@example.org"
    )
    assert Env({}).team_email(site_url="http://127.0.0.1:8000") == "team@demo.example"


@pytest.mark.parametrize(
    "value",
    [
        "talks",
        "Team <talks@example.org>",
        "a@example.org, b@example.org",
        "talks@example.org\nBcc: x@example.org",
    ],
)
def test_team_email_refuses_what_is_not_one_address(value):
    sentence = refusal(
        lambda: Env({"TEAM_EMAIL": value}).team_email(site_url="https://talks.example.org")
    )

    assert sentence.endswith("write one address and nothing else, like talks@example.org")


PUBLIC_HALF = "age1cdskyvjh87ydzq7elmnwhdjwxt069pxh9s6xdm6rg9f063tewqwswmjxvz"


def test_backup_key_is_the_public_half_or_nothing():
    assert Env({"BACKUP_KEY": f" {PUBLIC_HALF}\n"}).backup_key() == PUBLIC_HALF
    assert Env({}).backup_key() == ""


@pytest.mark.parametrize("value", ["age1", PUBLIC_HALF[:-1], PUBLIC_HALF + "q", "ssh-rsa AAAA"])
def test_backup_key_refuses_anything_else(value):
    assert refusal(lambda: Env({"BACKUP_KEY": value}).backup_key()) == (
        "BACKUP_KEY is not understood: "
        "write the line that begins with age1, as `manage.py backup_key` prints it."
    )


def test_secret_half_is_refused_as_a_setting_and_not_shown():
    value = f"AGE-SECRET-KEY-1{'Q' * 58}"

    said = refusal(lambda: Env({"BACKUP_KEY": value}).backup_key())

    assert said == (
        "BACKUP_KEY is the secret half, which must not be on this machine: "
        "write the half that begins with age1."
    )


def test_backup_dir_is_below_var_dir_unless_it_is_named():
    var = {"VAR_DIR": "/srv/var"}

    assert str(Env(var).backup_dir()) == "/srv/var/backups"
    assert str(Env(var | {"BACKUP_DIR": "/mnt/kept"}).backup_dir()) == "/mnt/kept"


@pytest.mark.parametrize("value", ["backups", "./x", "/srv/var"])
def test_backup_dir_refuses_what_is_no_folder_of_its_own(value):
    values = {"VAR_DIR": "/srv/var", "BACKUP_DIR": value}

    assert "write the whole path of a folder of its own" in refusal(Env(values).backup_dir)
