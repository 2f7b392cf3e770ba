"""Settings from the environment, prefix ``SUICHA_``; nothing needs to be set to try the product."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class Settings(BaseSettings):
    """What an operator may set. Paths are created when missing."""

    model_config = SettingsConfigDict(env_prefix="SUICHA_", env_file=".env", extra="ignore")

    bot_token: SecretStr = SecretStr("")
    bot_api_url: str = TELEGRAM
    database_url: str = ""
    profile: str = "xinzhou"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    data_dir: Path = Path("data")
    lang: str = "zh_CN"
    heartbeat_url: str = ""
    backup_recipients: str = ""
    listen_host: str = "127.0.0.1"

    @property
    def calendar_files(self) -> list[Path]:
        """The office's own holiday notices, in the order of their names; a later one wins."""
        return sorted(
            path for path in (self.data_dir / "calendar").glob("*") if path.suffix in {".toml", ".json"}
        )

    @property
    def database(self) -> str:
        """The database's URL; a SQLite file in ``data_dir`` by default."""
        if self.database_url:
            return self.database_url
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return f"sqlite+aiosqlite:///{self.data_dir / 'suicha.db'}"
