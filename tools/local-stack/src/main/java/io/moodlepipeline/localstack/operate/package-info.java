/** The operator's verbs on the stack that is up. */
package io.moodlepipeline.localstack.operate;
