// Loads the page anew when Trunk has built it anew. Only `trunk serve` puts this into the site.

const address = new URL("./.well-known/trunk/ws", location);
address.protocol = address.protocol.replace("http", "ws");

function listen(opened) {
  const socket = new WebSocket(address);
  socket.onopen = opened;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "reload") location.reload();
    else console.error(message.data?.reason ?? data);
  };
  // Trunk was stopped. Whenever it is back, it has built anew.
  socket.onclose = () => setTimeout(listen, 1_000, () => location.reload());
}

listen(() => undefined);
