package io.moodlepipeline.zoho.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.http.JsonBody;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row error that Zoho documents, in each of its shapes. */
class RowErrorsTest {

    static Stream<Arguments> documented() {
        return Stream.of(
                error("MANDATORY_NOT_FOUND", "'api_name':'Name','json_path':'$.data[2].Name'", at("Name")),
                error(
                        "MANDATORY_NOT_FOUND",
                        "'api_name':'City','layout_rule':{'id':'7','name':'Needs a city'}",
                        at("City")),
                error(
                        "INVALID_DATA",
                        "'api_name':'Grade','expected_data_type':'double'",
                        new Expected("Grade", "double", null, null)),
                error("INVALID_DATA", "'api_name':'Name','maximum_length':255", new Expected("Name", null, 255, null)),
                error(
                        "INVALID_DATA",
                        "'api_name':'Name','maximum_length':'255'",
                        new Expected("Name", null, 255, null)),
                error("INVALID_DATA", "'api_name':'Status','supported_values':['Active','Ended']", at("Status")),
                error("INVALID_DATA", "'json_path':'$.data[12].Last_Name'", at("Last_Name")),
                error("INVALID_DATA", "'json_path':'$.data[0].Student.id','api_name':'id'", at("Student")),
                error("INVALID_DATA", "'api_name':'Student','json_path':'$.data[0].Student'", at("Student")),
                error("INVALID_DATA", "'id':'7000000000001234561'", at("id")),
                error("INVALID_DATA", "'api_name':'id','json_path':'$.data[0].id'", at("id")),
                error(
                        "DUPLICATE_DATA",
                        "'api_name':'Academic_Email','json_path':'$.data[0].Academic_Email','more_records':false,"
                                + "'duplicate_record':{'id':'700000000000123456','Owner':{'id':'1','name':'Jane Doe'},"
                                + "'module':{'api_name':'BTEC_Students','id':'2'}}",
                        new Expected("Academic_Email", null, null, "700000000000123456")),
                error(
                        "DUPLICATE_DATA",
                        "'api_name':'Academic_Email','id':'700000000000123456'",
                        new Expected("Academic_Email", null, null, "700000000000123456")),
                error(
                        "DEPENDENT_FIELD_MISSING",
                        "'api_name':'State','dependee':{'api_name':'Country','json_path':'$.data[0].Country'}",
                        at("State")),
                error(
                        "DEPENDENT_MISMATCH",
                        "'api_name':'State','dependee':{'api_name':'Country','json_path':'$.data[0].Country'}",
                        at("State")),
                error(
                        "EXPECTED_FIELD_MISSING",
                        "'expected_fields':[{'api_name':'Email','json_path':'$.data[0].Email'},{'api_name':'Phone'}]",
                        at("Email")),
                error("LIMIT_EXCEEDED", "", at(null)),
                error("RECORD_LOCKED", "", at(null)),
                error("NOT_APPROVED", "'resource_path_index':0", at(null)),
                error("RECORD_IN_BLUEPRINT", "'api_name':'Status'", at("Status")),
                error("DEPENDENT_SERVICE_ERROR", "'dependency_error':'PROCESSING_ERROR'", at(null)),
                error("AUTHORIZATION_FAILED", "'resource_path_index':0", at(null)),
                error("INVALID_MODULE", "'resource_path_index':0", at(null)),
                error("INVALID_REQUEST_METHOD", "'resource_path_index':0", at(null)),
                error(
                        "ALREADY_MODIFIED",
                        "'id':'700000000000123456','Modified_Time':'2026-01-05T09:10:00Z'",
                        at(null)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("documented")
    void documentedErrorsSayWhichFieldAndWhatItMayHold(String code, String details, Expected expected) {
        RowError error = RowErrors.read(
                json("{'code':'" + code + "','status':'error','message':'no','details':{" + details + "}}"));

        assertThat(error)
                .isEqualTo(new RowError(
                        code,
                        expected.apiName(),
                        expected.dataType(),
                        expected.maximumLength(),
                        expected.duplicateRecordId(),
                        List.of()));
    }

    @Test
    void severalErrorsOfARowAreAllThere() {
        RowError error = RowErrors.read(json("""
                {'code':'MULTIPLE_OR_MULTI_ERRORS','status':'error','message':'no','details':{'errors':[
                 {'code':'DUPLICATE_DATA','details':{'api_name':'Academic_Email','duplicate_record':{'id':'71'}}},
                 {'code':'INVALID_DATA','details':{'json_path':'$.data[0].City','maximum_length':50}}]}}
                """));

        assertThat(error.code()).isEqualTo("MULTIPLE_OR_MULTI_ERRORS");
        assertThat(error.inner())
                .containsExactly(
                        new RowError("DUPLICATE_DATA", "Academic_Email", null, null, "71", List.of()),
                        new RowError("INVALID_DATA", "City", null, 50, null, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{'code':'Jane Doe','details':{'api_name':'jane@school.example'}}",
                "{'code':7,'details':[]}",
                "{'code':'jane doe','details':{'json_path':'$.data[0].Jane Doe'}}"
            })
    void whatIsNoCodeAndNoNameIsNotKept(String error) {
        assertThat(RowErrors.read(json(error))).isEqualTo(new RowError("UNKNOWN", null, null, null, null, List.of()));
    }

    record Expected(String apiName, String dataType, Integer maximumLength, String duplicateRecordId) {}

    private static Expected at(String apiName) {
        return new Expected(apiName, null, null, null);
    }

    private static Arguments error(String code, String details, Expected expected) {
        return arguments(code, details, expected);
    }

    private static ObjectNode json(String text) {
        return JsonBody.read(text.replace('\'', '"').getBytes(UTF_8)).orElseThrow();
    }
}
