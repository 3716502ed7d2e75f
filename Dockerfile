# One image per service; docker-compose.yml builds them. Each runs one jar as an ordinary user and needs nothing but /tmp to write.
# Where containers cannot reach Maven Central: `mvn -Dquick -DskipTests package`, then build with `--build-arg JARS=prebuilt`.

# Where the jars come from: `built` by Maven in a container, or `prebuilt` on this machine.
ARG JARS=built

# As in docker-compose.yml, which passes them on.
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17
ARG JRE_IMAGE=eclipse-temurin:17-jre

FROM ${MAVEN_IMAGE} AS built
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -Dquick -Dmaven.test.skip package \
        --projects ingest-gateway,grade-processor,db-writer,zoho-sink,tools/zoho-simulator,tools/ops-cli --also-make
RUN mkdir /jars \
    && cp ingest-gateway/target/ingest-gateway.jar \
          grade-processor/target/grade-processor.jar \
          db-writer/target/db-writer.jar \
          zoho-sink/target/zoho-sink.jar \
          tools/zoho-simulator/target/zoho-simulator.jar \
          tools/ops-cli/target/ops-cli.jar /jars/

FROM scratch AS prebuilt
COPY ingest-gateway/target/ingest-gateway.jar \
     grade-processor/target/grade-processor.jar \
     db-writer/target/db-writer.jar \
     zoho-sink/target/zoho-sink.jar \
     tools/zoho-simulator/target/zoho-simulator.jar \
     tools/ops-cli/target/ops-cli.jar /jars/

FROM ${JARS} AS jars

# The native libraries for records that are compressed with zstd or snappy. They would unpack themselves to /tmp, where nothing may be
# executed.
FROM ${MAVEN_IMAGE} AS codecs
WORKDIR /codecs
COPY --from=jars /jars/ops-cli.jar .
RUN jar --extract --file ops-cli.jar linux org/xerial/snappy/native/Linux \
    && mkdir lib \
    && cp "linux/$(uname -m | sed s/x86_64/amd64/)/"libzstd-jni-*.so "org/xerial/snappy/native/Linux/$(uname -m)/libsnappyjava.so" lib/ \
    && chmod 0555 lib/*.so

FROM ${JRE_IMAGE} AS java
# Also where another image, or whoever starts it, says otherwise of language and encoding.
ENV LC_ALL=C.UTF-8
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin pipeline
COPY --chmod=0555 deploy/ready /usr/local/bin/ready
# Java looks there by itself, and snappy by org-xerial-snappy.properties.
COPY --from=codecs /codecs/lib/ /usr/java/packages/lib/
WORKDIR /app
USER 10001

FROM java AS ingest-gateway
COPY --from=jars /jars/ingest-gateway.jar .
EXPOSE 8001 8101
ENTRYPOINT ["java", "-jar", "ingest-gateway.jar"]

FROM java AS grade-processor
COPY --from=jars /jars/grade-processor.jar .
EXPOSE 8102
ENTRYPOINT ["java", "-jar", "grade-processor.jar"]

FROM java AS db-writer
COPY --from=jars /jars/db-writer.jar .
EXPOSE 8103
ENTRYPOINT ["java", "-jar", "db-writer.jar"]

FROM java AS zoho-sink
COPY --from=jars /jars/zoho-sink.jar .
EXPOSE 8105
ENTRYPOINT ["java", "-jar", "zoho-sink.jar"]

FROM java AS zoho-simulator
COPY --from=jars /jars/zoho-simulator.jar .
COPY --chmod=0555 deploy/records /usr/local/bin/records
# A volume is born with the owner of what it is mounted over.
USER root
RUN install --directory --owner=10001 /var/lib/zoho-simulator
USER 10001
EXPOSE 8120
ENTRYPOINT ["java", "-jar", "zoho-simulator.jar"]

# The operator's verbs, and the redriver, which is one of them. Not by JAVA_TOOL_OPTIONS, which Java announces each time: half of the
# container's memory, since `verify` remembers every row.
FROM java AS ops-cli
COPY --from=jars /jars/ops-cli.jar .
EXPOSE 8104
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "ops-cli.jar"]
CMD ["--help"]
