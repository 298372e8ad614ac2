using System.IO.Ports;
using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

namespace SdCom.Edge.Runtime.Tests.Host;

public class OutputTests(Models models)
{
    [Fact]
    public void A_run_tells_a_broker_and_reports_what_became_of_each_output()
    {
        using Broker broker = new(models.Folder);
        using Subscriber subscriber = new(broker.Port);
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2), lines = models.NewPath(".jsonl");
        JsonElement report = HostProcess.Json(
            "run", "--model", models.Small.Directory, "--source", clip, "--threads", "1",
            "--output", $"mqtt:127.0.0.1:{broker.Port},client=box,frames=yes", "--output", $"jsonl:{lines},on=frames");
        JsonElement[] outputs = [.. report.GetProperty("outputs").EnumerateArray()];
        Assert.Equal([$"mqtt:127.0.0.1:{broker.Port}", $"jsonl:{lines}"], outputs.Select(output => output.GetProperty("output").GetString()));
        Assert.All(outputs, output => Assert.Equal("connected", output.GetProperty("state").GetString()));
        Assert.Equal(10, outputs[1].GetProperty("sent").GetInt32());
        Assert.Equal(10, File.ReadAllLines(lines).Length);
        Assert.Equal(10, subscriber.Await("sdcom/box/camera/frame", 10).Length);
        Assert.Equal(["online", "offline"], subscriber.Await("sdcom/box/status", 2));
        Assert.All(outputs, output => Assert.Equal(0, output.GetProperty("dropped").GetInt32() + output.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public void A_run_that_is_killed_is_told_to_be_offline_by_the_broker()
    {
        using Broker broker = new(models.Folder);
        using Subscriber subscriber = new(broker.Port);
        using (HostProcess host = HostProcess.Start("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--output", $"mqtt:127.0.0.1:{broker.Port},client=box"))
            subscriber.Await("sdcom/box/status", 1); // leaving kills it
        Assert.Equal(["online", "offline"], subscriber.Await("sdcom/box/status", 2));
    }

    [Fact]
    public void A_dead_broker_is_said_once_and_the_run_goes_on()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2);
        (int code, string output, string errors) = HostProcess.Run(
            "run", "--model", models.Small.Directory, "--source", clip, "--threads", "1", "--output", $"mqtt:127.0.0.1:{Tools.FreePort()},frames=yes", "--json");
        Assert.Equal(0, code);
        Assert.Contains("Connection refused; trying again in", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(10, report.GetProperty("frames").GetProperty("processed").GetInt32());
        JsonElement broker = report.GetProperty("outputs")[0];
        Assert.Equal("waiting", broker.GetProperty("state").GetString());
        Assert.True(broker.GetProperty("dropped").GetInt32() >= 10);
    }

    [Fact]
    public void An_action_that_the_model_does_not_know_is_refused()
        => BadInputTests.Refused(1, "actions: the model knows no 'sleeping'", "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--output", "console,actions=sleeping");

    [Fact]
    public void Several_rules_let_through_what_one_of_them_admits()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2), all = models.NewPath(".jsonl"), some = models.NewPath(".jsonl"), same = models.NewPath(".jsonl");
        HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--threads", "1", "--output", $"jsonl:{all},on=frames");
        string?[] answers = Answers(all);
        string[] named = [.. answers.OfType<string>().Distinct()];
        string other = models.Small.Manifest.Classes.First(name => !named.Contains(name));
        JsonElement report = HostProcess.Json(
            "run", "--model", models.Small.Directory, "--source", clip, "--threads", "1", "--output", $"jsonl:{some},on=frames,actions={other},or,actions={named[0]}", "--output", $"jsonl:{same},on=frames,actions={other},min=0.1");
        Assert.Equal(answers.Where(answer => answer == named[0]), Answers(some));
        Assert.Equal(0, report.GetProperty("outputs")[1].GetProperty("sent").GetInt32());

        static string?[] Answers(string file) => [.. File.ReadAllLines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString())];
    }

    [Fact]
    public void A_run_writes_a_serial_port_and_posts_to_a_server_and_a_trigger_pauses_it()
    {
        using SerialCable cable = new(models.NewPath()), button = new(models.NewPath());
        using SerialPort far = new(cable.Far, 115200);
        far.Open();
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2);
        string[] run = ["run", "--model", models.Small.Directory, "--source", clip, "--threads", "1", "--output", $"serial:{cable.Near},on=frames,protocol=binary"];
        JsonElement report = HostProcess.Json(run);
        Assert.Equal(10, report.GetProperty("outputs")[0].GetProperty("sent").GetInt32());
        Assert.Equal(10 * 19, far.BytesToRead);

        // The port says nothing, so nothing is recognised; beside it a missing power sensor is a state.
        JsonElement paused = HostProcess.Json([.. run, "--trigger", $"serial:{button.Near},baud=9600", "--power-sensor", "ina219:97"]);
        Assert.Equal(0, paused.GetProperty("frames").GetProperty("processed").GetInt32());
        Assert.False(paused.GetProperty("trigger").GetProperty("active").GetBoolean());
        Assert.Equal(JsonValueKind.Null, paused.GetProperty("device").GetProperty("powerWatts").ValueKind);
    }
}
