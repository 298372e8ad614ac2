using System.Text.Json;
using SdCom.Edge.Bindings.Mosquitto;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Mqtt;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

public class MqttTests(Models models)
{
    private static readonly QueueSettings Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(100), LongestRetry = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public void An_action_is_told_on_the_documented_topics_and_states_are_retained()
    {
        using Broker broker = new(models.Folder);
        using Subscriber early = new(broker.Port);
        using (QueuedOutput output = Start(Settings(broker)))
        {
            Wave(output, 1);
            string[] events = early.Await("sdcom/box_7/camera/event", 2);
            JsonElement began = JsonDocument.Parse(events[0]).RootElement, ended = JsonDocument.Parse(events[1]).RootElement;
            Assert.Equal(("began", "wave_off", 1.0), (Text(began, "phase"), Text(began, "action"), began.GetProperty("start").GetDouble()));
            Assert.Equal(("ended", 2.0), (Text(ended, "phase"), ended.GetProperty("end").GetDouble()));
            Assert.NotEqual(Text(began, "id"), Text(ended, "id"));
            Assert.Equal(["none", "wave_off", "none"], early.Await("sdcom/box_7/camera/state", 3).Select(state => Text(JsonDocument.Parse(state).RootElement, "action")));

            using Subscriber late = new(broker.Port);
            Assert.Equal("online", Assert.Single(late.Await("sdcom/box_7/status", 1)));
            late.Await("sdcom/box_7/camera/state", 1);
            Assert.All(late.Heard, message => Assert.True(message.Retained));
            Assert.Empty(late.Of("sdcom/box_7/camera/event"));
        }

        Assert.Equal(["online", "offline"], early.Await("sdcom/box_7/status", 2));
    }

    [Fact]
    public void A_broker_that_dies_gets_everything_when_it_is_back()
    {
        using Broker broker = new(models.Folder);
        using QueuedOutput output = Start(Settings(broker));
        Wave(output, 1);
        Tools.Until(() => output.Status.Sent == 2);
        broker.Kill();
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Wave(output, 10);
        broker.Start();
        using Subscriber subscriber = new(broker.Port);
        Tools.Until(() => output.Status.Sent == 4);
        Assert.Equal(OutputState.Connected, output.Status.State);
        subscriber.Await("sdcom/box_7/camera/state", 1); // told anew to a broker that forgot
        Assert.Equal((0, 0), (output.Status.Dropped, output.Status.Failed));
    }

    [Fact]
    public void A_broker_that_freezes_is_given_up_and_the_message_is_tried_again()
    {
        using Broker broker = new(models.Folder);
        using QueuedOutput output = Start(Settings(broker) with { Timeout = TimeSpan.FromMilliseconds(300) });
        Tools.Until(() => output.Status.State == OutputState.Connected);
        broker.Freeze();
        Wave(output, 1);
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Assert.Equal("the broker does not acknowledge", output.Status.Problem);
        Tools.Until(() => output.Status.Problem == "the broker does not answer");
        broker.GoOn();
        Tools.Until(() => output.Status.Sent == 2);
        Assert.True(output.Status.Retried > 0);
        Assert.Equal(0, output.Status.Dropped);
    }

    [Fact]
    public void A_wrong_password_is_told_as_something_to_mend_and_the_right_one_works()
    {
        string passwords = Broker.WritePasswords(models.NewPath(), "box", "open sesame");
        using Broker broker = new(models.Folder, "allow_anonymous false", $"password_file {passwords}");
        using (QueuedOutput wrong = Start(Settings(broker) with { User = "box", Password = "guess" }))
        {
            Tools.Until(() => wrong.Status.State == OutputState.Failed);
            Assert.StartsWith("the broker says no: ", wrong.Status.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain("guess", wrong.Status.Words, StringComparison.Ordinal);
        }

        using QueuedOutput right = Start(Settings(broker) with { User = "box", Password = "open sesame" });
        Wave(right, 1);
        Tools.Until(() => right.Status.Sent == 2);
    }

    [Fact]
    public void TLS_trusts_only_the_given_authority_and_shows_the_devices_certificate()
    {
        TestCertificates ours = new(models.NewPath()), foreign = new(models.NewPath());
        (string certificate, string key) = ours.Sign("localhost");
        (string deviceCertificate, string deviceKey) = ours.Sign("box");
        using Broker broker = new(models.Folder, "allow_anonymous true", $"cafile {ours.Authority}", $"certfile {certificate}", $"keyfile {key}", "require_certificate true");
        MqttSettings good = Settings(broker) with { Tls = true, CaFile = ours.Authority, CertificateFile = deviceCertificate, KeyFile = deviceKey };
        using (QueuedOutput output = Start(good))
        {
            Wave(output, 1);
            Tools.Until(() => output.Status.Sent == 2);
        }

        using (QueuedOutput doubtful = Start(good with { CaFile = foreign.Authority }))
        {
            Tools.Until(() => doubtful.Status.State == OutputState.Failed);
            Assert.Equal("TLS: certificate verify failed", doubtful.Status.Problem);
        }

        using QueuedOutput nameless = Start(good with { CertificateFile = null, KeyFile = null });
        Tools.Until(() => nameless.Status.Problem is not null);
        Assert.Equal(0, nameless.Status.Sent);
    }

    [Fact]
    public void Who_is_gone_without_a_word_is_told_to_be_offline()
    {
        using Broker broker = new(models.Folder);
        using Subscriber subscriber = new(broker.Port);
        using (MosquittoClient client = new(new MosquittoOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "x", Will = ("x/status", "offline"u8.ToArray()) }))
        {
            client.Connect(TestContext.Current.CancellationToken);
            client.Publish("x/status", "online"u8, 1, retain: true, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["online", "offline"], subscriber.Await("x/status", 2));
    }

    [Fact]
    public void Home_Assistant_is_told_of_entities_that_read_the_topics_in_use()
    {
        using Broker broker = new(models.Folder);
        using Subscriber subscriber = new(broker.Port);
        using QueuedOutput output = Start(Settings(broker) with { HomeAssistant = true });
        JsonElement sensor = JsonDocument.Parse(subscriber.Await("homeassistant/sensor/box_7/camera_action/config", 1)[0]).RootElement;
        JsonElement entity = JsonDocument.Parse(subscriber.Await("homeassistant/event/box_7/camera_event/config", 1)[0]).RootElement;
        Assert.Equal("sdcom/box_7/status", Text(sensor, "availability_topic"));
        Assert.Equal("sdcom/box_7/camera/state", Text(sensor, "state_topic"));
        Assert.Equal("sdcom/box_7/camera/event", Text(entity, "state_topic"));
        Assert.NotEqual(Text(sensor, "unique_id"), Text(entity, "unique_id"));
        Assert.Equal(Text(sensor.GetProperty("device").GetProperty("identifiers")[0]), Text(entity.GetProperty("device").GetProperty("identifiers")[0]));

        // A camera that shows up later is introduced before its first event.
        output.Write(new ActionEvent(12, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 0.9f) { Camera = "back/door" }, "wave_off");
        subscriber.Await("sdcom/box_7/back_door/event", 1);
        Assert.Single(subscriber.Of("homeassistant/sensor/box_7/back_door_action/config"));
    }

    [Fact]
    public void Answered_frames_are_published_when_asked_for()
    {
        using Broker broker = new(models.Folder);
        using Subscriber subscriber = new(broker.Port);
        using QueuedOutput output = Start(Settings(broker), Quick with { Kinds = MessageKinds.Frame });
        output.Write(Messages.Frame);
        Assert.Equal(0.25, JsonDocument.Parse(subscriber.Await("sdcom/box_7/front/frame", 1)[0]).RootElement.GetProperty("width").GetDouble());
    }

    [Fact]
    public void A_host_where_nobody_listens_is_said_in_the_systems_words()
    {
        using QueuedOutput output = Start(new MqttSettings { Host = "127.0.0.1", Port = Tools.FreePort(), ClientId = "box 7" });
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Assert.Equal("Connection refused", output.Status.Problem);
    }

    [Fact]
    public void A_missing_certificate_file_is_refused_at_the_start() => Assert.Contains(
        "nowhere.crt does not exist",
        Assert.Throws<InputException>(() => new MqttDelivery(new MqttSettings { Host = "h", Port = 1, ClientId = "x", CaFile = "nowhere.crt" }, TimeProvider.System)).Message,
        StringComparison.Ordinal);

    private static MqttSettings Settings(Broker broker) => new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "box 7" };

    private static QueuedOutput Start(MqttSettings settings, QueueSettings? queue = null)
    {
        QueuedOutput output = new("mqtt", new MqttDelivery(settings, TimeProvider.System), TimeProvider.System, new Random(1), queue ?? Quick);
        output.Start();
        return output;
    }

    // An action from its beginning to its end.
    private static void Wave(QueuedOutput output, double start)
    {
        output.Begin(new ActionEvent(12, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(start + 0.32), 0.7f), "wave_off");
        output.Write(new ActionEvent(12, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(start + 1), 0.9f), "wave_off");
    }

    private static string Text(JsonElement element, string key) => Text(element.GetProperty(key));

    private static string Text(JsonElement element) => element.GetString()!;
}
