#!/usr/bin/env bash
# Installs the outside judges of packages into SOHOA_JUDGES (default .cache/judges, never shipped):
#   veraPDF (PDF/A), bagit-python and bagit-profile (bags), pyHanko (signatures, on a SoftHSM token too), ocfl-py (repository), openpyxl (workbooks); qpdf and pdftotext from Debian.
# May be run again and again: what is there stays. Ends with 1 and the names of the judges that could not be had.
set -uo pipefail
cd "$(dirname "$0")/../.."
. .ci/judges/common.sh
mkdir -p "$judges"

verapdf_version=1.30.2
python_judges=(bagit==1.9.0 bagit-profile==1.3.1 ocfl-py==2.1.0 openpyxl==3.1.5 pyHanko==0.38.0 pyhanko-cli==0.6.0 jsonschema==4.26.0)

apt_install qpdf qpdf || missing+=("qpdf")
apt_install pdftotext poppler-utils || missing+=("pdftotext")
apt_install openssl openssl || missing+=("openssl (test certificates and the time stamp server)")
apt_install softhsm2-util softhsm2 || missing+=("SoftHSM2")
apt_install pkcs11-tool opensc || missing+=("pkcs11-tool (puts a certificate on the test token)")

if ! [ -s "$judges/verapdf/cli-$verapdf_version.jar" ]; then
  # A headless runtime and Maven's client; the artefact is the one the veraPDF consortium publishes.
  if apt_install java default-jre-headless && apt_install mvn maven &&
    mvn -q -B dependency:copy -Dartifact="org.verapdf.apps:cli:$verapdf_version" -DoutputDirectory="$judges/verapdf.partial" -Dmdep.useBaseVersion=true; then
    rm -rf "$judges/verapdf" && mv "$judges/verapdf.partial" "$judges/verapdf"
  else
    missing+=("veraPDF")
  fi
elif ! apt_install java default-jre-headless; then
  missing+=("veraPDF")
fi

python_in "$judges/python"
for judge in "${python_judges[@]}"; do
  pip_install "$judge" || missing+=("${judge%%==*}")
done

finish judges "veraPDF $verapdf_version, ${python_judges[*]}, qpdf, pdftotext in $judges"
