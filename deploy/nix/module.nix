# The server as a service of NixOS:
#   services.cim-readiness = {
#     enable = true;
#     environmentFile = "/run/secrets/cim-readiness"; # WEBHOOK_SECRET and, for NATS with a token, NATS_URL
#     privateKeyFile = "/run/secrets/cim-readiness.pem";
#     settings = { APP_ID = "123"; PUBLIC_URL = "https://readiness.example.com"; TRUSTED_PROXIES = "1"; };
#   };
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.cim-readiness;
in
{
  options.services.cim-readiness = {
    enable = lib.mkEnableOption "the server of cim-readiness";
    package = lib.mkOption {
      type = lib.types.package;
      description = "The package of the server.";
    };
    settings = lib.mkOption {
      type = lib.types.attrsOf lib.types.str;
      default = { };
      description = "The variables of the server, as in .env.example. They are readable by every user: secrets belong into environmentFile.";
    };
    environmentFile = lib.mkOption {
      type = lib.types.path;
      description = "A file with the secret variables, one NAME=VALUE in each line.";
    };
    privateKeyFile = lib.mkOption {
      type = lib.types.path;
      description = "The private key of the app, a .pem file.";
    };
  };

  config = lib.mkIf cfg.enable {
    systemd.services.cim-readiness = {
      description = "cim-readiness, the GitHub App";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      after = [ "network-online.target" ];
      environment = {
        NODE_ENV = "production";
        DATA_DIR = "/var/lib/cim-readiness";
        PRIVATE_KEY_PATH = "%d/private-key.pem";
      } // cfg.settings;
      serviceConfig = {
        ExecStart = lib.getExe cfg.package;
        EnvironmentFile = cfg.environmentFile;
        LoadCredential = "private-key.pem:${cfg.privateKeyFile}";
        DynamicUser = true;
        StateDirectory = "cim-readiness";
        StateDirectoryMode = "0700";
        WorkingDirectory = "%S/cim-readiness";
        Restart = "on-failure";
        RestartSec = 5;
        TimeoutStopSec = 30;
        CapabilityBoundingSet = "";
        LockPersonality = true;
        NoNewPrivileges = true;
        PrivateDevices = true;
        PrivateTmp = true;
        ProtectControlGroups = true;
        ProtectHome = true;
        ProtectKernelModules = true;
        ProtectKernelTunables = true;
        ProtectSystem = "strict";
        RestrictAddressFamilies = [
          "AF_INET"
          "AF_INET6"
          "AF_UNIX"
        ];
        RestrictNamespaces = true;
        RestrictRealtime = true;
        SystemCallArchitectures = "native";
        UMask = "0077";
      };
    };
  };
}
