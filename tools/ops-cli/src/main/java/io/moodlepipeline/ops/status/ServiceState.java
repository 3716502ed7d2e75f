package io.moodlepipeline.ops.status;

/**
 * What an instance of a service says of itself.
 *
 * @param status as its health has it, such as {@code READY}; {@link #NO_ANSWER} when it says nothing
 */
record ServiceState(String service, String address, String status, String detail) {
    static final String NO_ANSWER = "NO ANSWER";
}
