{
  description = "Measures every module of a Composable Information Machine against its Production Readiness Standards";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forEach = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = forEach (pkgs: {
        default = pkgs.callPackage ./deploy/nix/package.nix { src = self; };
      });
      nixosModules.default =
        { pkgs, lib, ... }:
        {
          imports = [ ./deploy/nix/module.nix ];
          services.cim-readiness.package = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.default;
        };
    };
}
