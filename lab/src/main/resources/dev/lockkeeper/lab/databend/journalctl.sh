#!/bin/sh
# In the place of journalctl: what a unit of the lab's systemctl has printed since its last start, whatever else is asked.
while [ $# -gt 0 ]; do
  case $1 in
    -u) exec cat "/run/lab-systemd/${2%.service}.service.journal" ;;
  esac
  shift
done
exit 1
