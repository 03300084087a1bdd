package io.calloutauth.client;

/**
 * Why there is no whole response to a request.
 *
 * @param failure the kind of failure
 * @param stage how far the request got
 * @param detail what happened where, for the operator
 */
record RequestFailure(HttpFailure failure, HttpStage stage, String detail) {}
