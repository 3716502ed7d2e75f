package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.data.DatabasePassword;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;

final class PostgreSqlPart implements Part {
    private final EmbeddedPostgreSql postgres;

    PostgreSqlPart(StackSettings settings) {
        postgres = new EmbeddedPostgreSql(
                EmbeddedPostgreSql.Options.in(settings.data().postgreSql())
                        .withBinariesDirectory(settings.data().postgreSqlBinaries())
                        .withPort(settings.ports().postgreSql().number())
                        .withPassword(DatabasePassword.keep(settings.data())));
    }

    Database database() {
        return postgres.database();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String summary() {
        return postgres.jdbcUrl().replaceFirst("jdbc:postgresql://(.*)/.*", "$1");
    }

    @Override
    public void start() {
        postgres.start();
    }

    @Override
    public void stop() {
        postgres.close();
    }
}
