package io.moodlepipeline.ops.status;

/** How the pipeline is run, and so what to type. */
enum Deployment {
    LOCAL_STACK {
        @Override
        String verb(String verb) {
            return "./pipeline " + verb;
        }

        @Override
        String start(String part) {
            return "stop the stack with Ctrl-C and start it with ./pipeline up";
        }

        @Override
        String log(String part) {
            return "tail -n 50 .pipeline/logs/pipeline.log";
        }
    },
    COMPOSE {
        @Override
        String verb(String verb) {
            return "docker compose run --rm ops " + verb;
        }

        @Override
        String start(String part) {
            return "docker compose up -d " + part;
        }

        @Override
        String log(String part) {
            return "docker compose logs --tail 50 " + part;
        }
    },
    OTHER {
        @Override
        String verb(String verb) {
            return "java -jar ops-cli.jar " + verb;
        }

        @Override
        String start(String part) {
            return "start " + part;
        }

        @Override
        String log(String part) {
            return "read the log of " + part;
        }
    };

    /** One of this program's verbs. */
    abstract String verb(String verb);

    /** Starts a service, the broker ({@code kafka}) or the database ({@code postgres}); does no harm to one that runs. */
    abstract String start(String part);

    abstract String log(String part);
}
