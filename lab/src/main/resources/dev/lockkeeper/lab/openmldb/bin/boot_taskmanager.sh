#!/usr/bin/env bash
# Runs the taskmanager in the foreground, for the supervisor.

cp conf/taskmanager.properties taskmanager/conf/taskmanager.properties
cd taskmanager/bin && exec sh ./taskmanager.sh
