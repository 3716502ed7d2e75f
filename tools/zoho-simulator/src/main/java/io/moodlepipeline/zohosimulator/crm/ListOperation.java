package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code GET /{module}?fields=}: pages by number for the first rows, then by token. */
final class ListOperation implements Operation {
    private static final int PAGE = 200;
    private static final int MOST_FIELDS = 50;
    private static final int ROWS_BY_NUMBER = 2_000;
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");

    private final Call call;
    private final String moduleName;
    private final Schema schema;

    ListOperation(Call call, String moduleName, Schema schema) {
        this.call = call;
        this.moduleName = moduleName;
        this.schema = schema;
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayRead(moduleName);
    }

    @Override
    public Demand demand() {
        boolean complex = Stream.of("sort_by", "sort_order", "cvid")
                .anyMatch(name -> call.query(name).isPresent());
        return complex ? Demand.complex(1) : Demand.ONE_CREDIT;
    }

    @Override
    public Reply run(Organisation org) {
        ModuleSchema module = Modules.find(schema, moduleName);
        List<String> fields = fields();
        int perPage = number("per_page", PAGE, PAGE);
        int page = number("page", 1, Integer.MAX_VALUE);
        long afterId = call.query("page_token").map(this::afterId).orElse(0L);
        long skip = afterId > 0 ? 0 : (page - 1L) * perPage;
        if (skip + perPage > ROWS_BY_NUMBER) {
            throw new RefusedException(
                    RequestError.plain(400, "LIMIT_EXCEEDED", "use page_token beyond " + ROWS_BY_NUMBER + " records"));
        }
        return org.records().read(module, afterId, all -> {
            List<ObjectNode> found = all.skip(skip)
                    .limit(perPage + 1L)
                    .map(record -> org.records().view().json(module, record))
                    .toList();
            return reply(found, fields, perPage, page);
        });
    }

    private static Reply reply(List<ObjectNode> found, List<String> fields, int perPage, int page) {
        if (found.isEmpty()) {
            return Reply.noContent();
        }
        boolean more = found.size() > perPage;
        List<ObjectNode> shown = more ? found.subList(0, perPage) : found;
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        shown.forEach(record -> data.add(record.deepCopy().retain(fields)));
        ObjectNode info = body.putObject("info");
        info.put("per_page", perPage)
                .put("count", shown.size())
                .put("page", page)
                .put("more_records", more);
        info.put(
                "next_page_token",
                more ? shown.get(shown.size() - 1).path(ModuleSchema.ID).asText() : null);
        return Reply.json(200, body);
    }

    private List<String> fields() {
        String names =
                call.query("fields").orElseThrow(() -> new RefusedException(RequestError.missingParameter("fields")));
        List<String> fields = Arrays.asList(names.split(",", -1));
        if (fields.size() > MOST_FIELDS) {
            throw new RefusedException(
                    RequestError.plain(400, "LIMIT_EXCEEDED", "more than " + MOST_FIELDS + " fields"));
        }
        return Stream.concat(Stream.of(ModuleSchema.ID), fields.stream()).toList();
    }

    private int number(String parameter, int usual, int most) {
        String text = call.query(parameter).orElse(Integer.toString(usual));
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > most) {
            throw new RefusedException(RequestError.unreadableParameter(parameter));
        }
        return Integer.parseInt(text);
    }

    /** The token is the last id seen. */
    private long afterId(String token) {
        return RecordIdText.parse(token)
                .orElseThrow(() -> new RefusedException(RequestError.unreadableParameter("page_token")));
    }
}
