# The server's package. The lock file names no registry, so that npm downloads the packages in a step whose result has a known hash: after a
# change to package-lock.json, the first build fails and prints the new hash.
{
  lib,
  stdenv,
  nodejs_24,
  cacert,
  makeWrapper,
  src,
  npmHash ? lib.fakeHash,
}:
let
  inherit (lib.importJSON "${src}/package.json") version;

  modules = stdenv.mkDerivation {
    pname = "cim-readiness-modules";
    inherit version src;
    nativeBuildInputs = [
      nodejs_24
      cacert
    ];
    dontFixup = true;
    buildPhase = ''
      export HOME=$TMPDIR
      npm ci --ignore-scripts --no-audit
    '';
    installPhase = "cp -r node_modules $out";
    outputHashMode = "recursive";
    outputHash = npmHash;
  };
in
stdenv.mkDerivation {
  pname = "cim-readiness-server";
  inherit version src;
  nativeBuildInputs = [
    nodejs_24
    makeWrapper
  ];
  buildPhase = ''
    cp -r ${modules} node_modules
    chmod -R u+w node_modules
    patchShebangs node_modules
    node scripts/packages.mjs
  '';
  installPhase = ''
    mkdir -p $out/lib $out/bin
    cp -r dist/packages/cim-readiness-server $out/lib/
    mkdir $out/lib/cim-readiness-server/node_modules
    cp -r node_modules/libsql node_modules/@libsql node_modules/@neon-rs $out/lib/cim-readiness-server/node_modules/
    makeWrapper ${nodejs_24}/bin/node $out/bin/cim-readiness-server \
      --add-flags $out/lib/cim-readiness-server/bin/cim-readiness-server
  '';
  meta = {
    description = "The GitHub App of cim-readiness";
    license = lib.licenses.mit;
    mainProgram = "cim-readiness-server";
  };
}
