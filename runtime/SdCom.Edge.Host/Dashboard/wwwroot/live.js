// The connection: states and events as the server sends them. When it breaks it is said, and tried again until it is back.

const patience = 3000; // milliseconds without a state, of which three come a second
const pause = 1500;

export function listen({ state, action, change, connected, lost }) {
  let source, last = performance.now(), alive = false, retry;

  function open() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource("/api/events");
    source.addEventListener("state", event => {
      last = performance.now();
      if (!alive) {
        alive = true;
        connected();
      }

      state(JSON.parse(event.data));
    });
    source.addEventListener("action", event => action(JSON.parse(event.data)));
    source.addEventListener("change", event => change(JSON.parse(event.data)));
    source.onerror = () => fail();
  }

  function fail() {
    if (alive) {
      alive = false;
      lost();
    }

    source?.close();
    clearTimeout(retry);
    retry = setTimeout(again, pause);
  }

  // A session may have ended with the program: then the token is asked for.
  async function again() {
    try {
      const answer = await fetch("/api/events/recent", { cache: "no-store" });
      if (answer.status === 401)
        location.replace("/login");
      else
        open();
    } catch {
      fail();
    }
  }

  setInterval(() => {
    if (alive && performance.now() - last > patience)
      fail();
  }, 1000);
  open();
}
