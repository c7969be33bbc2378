package dev.facsimile.operator.notify;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that events are sent to. It may hold a secret, so that logs name its host alone. What
 * the receiver refuses (4xx but 408 and 429) is not sent again; redirections are not followed.
 */
final class Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SUCCESS = 2;
  private static final int SERVER_ERROR = 5;

  private final URI url;
  private final Patience patience;
  private final HttpClient client;

  Receiver(URI url, Patience patience) {
    this.url = url;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.answer())
            .build();
  }

  private record Answer(boolean taken, boolean isFinal, String words) {
    static Answer of(int status) {
      int hundred = status / 100;
      boolean isWorthAnotherTry =
          hundred == SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY;
      return new Answer(hundred == SUCCESS, !isWorthAnotherTry, "HTTP " + status);
    }

    static Answer none(String words) {
      return new Answer(false, false, words);
    }
  }

  /**
   * Sends an event, again if need be; blocks meanwhile.
   *
   * @return whether the receiver took it
   */
  boolean deliver(Notice notice) throws InterruptedException {
    var event = EventJson.write(notice);
    Answer answer;
    int attempt = 0;
    do {
      if (attempt > 0) {
        TimeUnit.MILLISECONDS.sleep(patience.pauseAfter(attempt).toMillis());
      }
      answer = send(event);
      attempt++;
    } while (!answer.isFinal() && attempt < patience.tries());
    if (!answer.taken()) {
      LOG.warn(
          "{} did not take the notification {} of run {}/{}: {} (attempt {})",
          url.getHost(),
          notice.kind().id(),
          notice.namespace(),
          notice.run(),
          answer.words(),
          attempt);
    }
    return answer.taken();
  }

  private Answer send(byte[] event) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", EventJson.MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(event))
            .build();
    var response = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      long millis = patience.answer().toMillis();
      return Answer.of(response.get(millis, TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException e) {
      response.cancel(true);
      return Answer.none("no answer within " + patience.answer());
    } catch (ExecutionException e) {
      return Answer.none(e.getCause().toString());
    }
  }
}
