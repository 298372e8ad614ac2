using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Bindings;
using SdCom.Edge.Runtime.Tests.Deploy;

namespace SdCom.Edge.Runtime.Tests.Host;

/// <summary>What the README promises of the model that ships, through the program that people start.</summary>
public class ShippedModelTests
{
    [Fact]
    public void The_demo_recognises_the_generated_gestures_at_several_widths_inside_its_budget()
    {
        JsonElement report = HostProcess.Json("demo", "--model", Model(), "--profile", Path.Combine(Repository.Root, "device-profiles", "desktop-cpu.json"), "--seconds", "20");
        Assert.True(report.GetProperty("recognised").GetBoolean(), report.GetRawText());
        Assert.True(report.GetProperty("widthShare").EnumerateObject().Count(share => share.Value.GetDouble() > 0) > 1, report.GetRawText());
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
    }

    [Fact]
    public void On_unseen_clips_it_is_right_at_half_the_cost_and_as_right_as_at_full_width()
    {
        JsonElement gated = Evaluate();
        JsonElement full = Evaluate("--width", "1");
        double top1 = gated.GetProperty("top1").GetDouble();
        Assert.True(top1 >= 0.76, $"top-1 {top1}");
        Assert.True(top1 >= full.GetProperty("top1").GetDouble() - 0.02, $"top-1 {top1}, at full width {full.GetProperty("top1")}");
        Assert.True(gated.GetProperty("macsPerFrame").GetDouble() <= full.GetProperty("macsPerFrame").GetDouble() / 2);
        Assert.Equal(300, gated.GetProperty("clips").GetInt32());
    }

    private static JsonElement Evaluate(params string[] more) => HostProcess.Json(
        ["eval", "--model", Model(), "--clips", SharedData.Require("data/marshalling/split1.csv"), "--subset", "test", .. more]);

    private static string Model()
    {
        string model = Path.Combine(Repository.Root, "models", "marshalling");
        if (!File.Exists(Path.Combine(model, "manifest.json")))
            Assert.Skip("models/marshalling is not there yet");
        return model;
    }
}
