using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Bindings.Mosquitto;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Mqtt;

/// <summary>
/// Publishes to an MQTT broker (topics in README.md beside this file). <c>status</c> is retained and says <c>offline</c> by the last will; the <c>state</c> of each camera is retained and
/// told anew after a lost connection, so that who comes later, or a broker that forgot, knows what goes on.
/// </summary>
public sealed class MqttDelivery : IDelivery
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Online = "online"u8.ToArray();
    private static readonly byte[] Offline = "offline"u8.ToArray();

    private readonly MqttSettings settings;
    private readonly MqttTopics topics;
    private readonly MessageJson json = new();
    private readonly Dictionary<string, (string? Camera, byte[] State)> states = [];
    private readonly string id;
    private MosquittoClient? client;

    /// <param name="settings">The broker.</param>
    /// <param name="clock">Makes message ids unique between runs.</param>
    /// <exception cref="InputException">The library or a file is missing.</exception>
    public MqttDelivery(MqttSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        settings.Check();
        if (!MosquittoClient.IsInstalled)
            throw new InputException("mqtt: libmosquitto.so.1 is missing; install it: apt-get install libmosquitto1");
        this.settings = settings;
        topics = new MqttTopics(settings.Prefix, settings.ClientId);
        id = string.Create(CultureInfo.InvariantCulture, $"{settings.ClientId}-{clock.GetUtcNow().ToUnixTimeMilliseconds():x}");
        foreach (string? camera in settings.Cameras)
            Remember(camera, null, 0, null);
    }

    public void Open(CancellationToken cancel)
    {
        client?.Dispose();
        client = null;
        try
        {
            client = new MosquittoClient(new MosquittoOptions
            {
                Host = settings.Host,
                Port = settings.Port,
                ClientId = settings.ClientId,
                User = settings.User,
                Password = settings.Password,
                Tls = settings.Tls,
                CaFile = settings.CaFile,
                CertificateFile = settings.CertificateFile,
                KeyFile = settings.KeyFile,
                Will = (topics.Status, Offline),
                Timeout = settings.Timeout,
            });
            client.Connect(cancel);
            Publish(topics.Status, Online, retain: true, cancel);
            foreach ((string? camera, byte[] state) in states.Values)
                Introduce(camera, state, cancel);
        }
        catch (MosquittoException problem)
        {
            throw Fault(problem);
        }
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        try
        {
            if (message.Kind == MessageKinds.Frame)
            {
                client!.Publish(topics.Frame(message.Camera), json.Write(message), 0, retain: false, cancel); // the next one comes soon
                return;
            }

            bool isNew = !states.ContainsKey(topics.State(message.Camera));
            byte[] state = Remember(message.Camera, message.Kind == MessageKinds.Began ? message.Action : null, message.Confidence, message.At);
            if (isNew)
                Introduce(message.Camera, state, cancel);
            else
                Publish(topics.State(message.Camera), state, retain: true, cancel);
            Publish(topics.Event(message.Camera), json.Write(message, string.Create(CultureInfo.InvariantCulture, $"{id}-{message.Number}")), retain: false, cancel);
        }
        catch (MosquittoException problem)
        {
            throw Fault(problem);
        }
    }

    public TimeSpan Tend() => client?.Problem is { } problem ? throw new DeliveryException(problem) : Watch;

    public void Dispose()
    {
        if (client is { Problem: null })
            SayFarewell(client);
        client?.Dispose();
        json.Dispose();
    }

    private static DeliveryException Fault(MosquittoException problem) => new(problem.Message, problem.IsRefusal ? DeliveryFault.Lasting : DeliveryFault.Broken, problem);

    private void Publish(string topic, ReadOnlySpan<byte> payload, bool retain, CancellationToken cancel) => client!.Publish(topic, payload, settings.Qos, retain, cancel);

    private void Introduce(string? camera, byte[] state, CancellationToken cancel)
    {
        if (settings.HomeAssistant)
        {
            foreach ((string topic, byte[] payload) in HomeAssistant.Describe(settings, topics, camera))
                Publish(topic, payload, retain: true, cancel);
        }

        Publish(topics.State(camera), state, retain: true, cancel);
    }

    private byte[] Remember(string? camera, string? action, float confidence, DateTimeOffset? since)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("action"u8, action ?? "none");
            if (action is not null)
                writer.WriteNumber("confidence"u8, Math.Round(confidence, 4));
            if (since is { } time)
                writer.WriteString("since"u8, time.UtcDateTime);
            writer.WriteEndObject();
        }

        byte[] state = stream.ToArray();
        states[topics.State(camera)] = (camera, state);
        return state;
    }

    // The last will is for those who are gone without a word.
    private void SayFarewell(MosquittoClient broker)
    {
        using CancellationTokenSource patience = new(FarewellPatience);
        try
        {
            broker.Publish(topics.Status, Offline, 1, retain: true, patience.Token);
            broker.Disconnect();
        }
        catch (Exception problem) when (problem is MosquittoException or OperationCanceledException)
        {
            // then the will says it
        }
    }
}
