package io.moodlepipeline.zohosimulator.coql;

/** A query that is refused. */
public final class CoqlException extends Exception {
    private static final long serialVersionUID = 1L;

    /** As Zoho names them. */
    public enum Code {
        SYNTAX_ERROR("error occured while parsing the query"),
        INVALID_QUERY("invalid query formed"),
        LIMIT_EXCEEDED("limit exceeded");

        private final String message;

        Code(String message) {
            this.message = message;
        }
    }

    private final Code code;
    private final String about;
    private final String what;

    /**
     * @param about what the detail is called, such as {@code column_name}
     * @param what the part of the query at fault
     */
    CoqlException(Code code, String about, String what) {
        super(code.message);
        this.code = code;
        this.about = about;
        this.what = what;
    }

    static CoqlException syntax(String near) {
        return new CoqlException(Code.SYNTAX_ERROR, "near", near);
    }

    public Code code() {
        return code;
    }

    public String about() {
        return about;
    }

    public String what() {
        return what;
    }
}
