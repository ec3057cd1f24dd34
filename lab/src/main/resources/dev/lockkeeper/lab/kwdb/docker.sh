#!/bin/sh
# In the place of docker and docker-compose: containers are processes of this host.
case $0 in *docker-compose) set -- compose "$@" ;; esac
exec @JAVA@ -Xmx48m -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '@LIBRARIES@' dev.lockkeeper.lab.kwdb.node.LabDocker "$@"
