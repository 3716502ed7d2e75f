package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;

/** Why a request as a whole is refused. */
record RequestError(int status, String code, String message, ObjectNode details) {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    static RequestError invalidModule() {
        return new RequestError(
                BAD_REQUEST,
                "INVALID_MODULE",
                "the module name given seems to be invalid",
                Json.object().put("resource_path_index", 0));
    }

    static RequestError invalidMethod() {
        return plain(BAD_REQUEST, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one");
    }

    static RequestError invalidUrl() {
        return plain(NOT_FOUND, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one");
    }

    static RequestError invalidData(ObjectNode details) {
        return new RequestError(BAD_REQUEST, "INVALID_DATA", "invalid data", details);
    }

    static RequestError invalidData(String apiName) {
        return invalidData(place(apiName));
    }

    static RequestError missing(String apiName) {
        return new RequestError(BAD_REQUEST, "MANDATORY_NOT_FOUND", "required field not found", place(apiName));
    }

    static RequestError missingParameter(String name) {
        return new RequestError(
                BAD_REQUEST,
                "REQUIRED_PARAM_MISSING",
                "One of the expected parameter is missing",
                Json.object().put("param_name", name));
    }

    static RequestError unreadableParameter(String name) {
        return new RequestError(
                BAD_REQUEST,
                "UNABLE_TO_PARSE_DATA_TYPE",
                "either the request body or parameters is in wrong format",
                Json.object().put("param_name", name));
    }

    static RequestError invalidToken(String code) {
        return plain(UNAUTHORIZED, code, "invalid oauth token");
    }

    static RequestError unauthenticated() {
        return plain(UNAUTHORIZED, "AUTHENTICATION_FAILURE", "Authentication failed");
    }

    static RequestError scopeMismatch() {
        return plain(UNAUTHORIZED, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL");
    }

    static RequestError tooManyRequests() {
        return plain(
                TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                "You have exceeded the API credits or the concurrency limit of your organization");
    }

    static RequestError plain(int status, String code, String message) {
        return new RequestError(status, code, message, Json.object());
    }

    static ObjectNode place(String apiName) {
        return Json.object().put("api_name", apiName).put("json_path", "$." + apiName);
    }

    boolean isRateLimit() {
        return status == TOO_MANY_REQUESTS;
    }

    Reply reply() {
        ObjectNode body = Json.object();
        body.put("code", code);
        body.set("details", details);
        body.put("message", message);
        body.put("status", "error");
        return Reply.json(status, body);
    }

    /** As some clients have seen it. */
    Reply numberedReply() {
        return Reply.json(
                status, Json.object().put("code", status).put("error", code).put("error_info", message));
    }
}
