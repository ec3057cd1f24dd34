#!/bin/sh
# The look-alike of OpenMLDB's taskmanager, which runs nothing: it wants Spark's home as the real one does.
[ -n "${SPARK_HOME-}" ] || { echo "SPARK_HOME is not set"; exit 1; }
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx48m -cp ../lib/openmldb-taskmanager.jar dev.lockkeeper.lab.openmldb.taskmanager.TaskManagerServer @VERSION@ ../conf/taskmanager.properties
