/** Requests and replies as values, and the server that carries them. */
package io.moodlepipeline.zohosimulator.http;
