using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class OutputTests(Models models)
{
    private static readonly OutputRecord Waving = new(
        TimeSpan.FromSeconds(1.28), "wave_off", 0.75f, new Answer(true, new Prediction(12, 0.75f, true), new Decision(new Width(25), 1, 16_000_000, DecisionReason.Price)));

    [Fact]
    public void Lines_are_whole_objects_as_soon_as_they_are_written()
    {
        string path = models.NewPath(".jsonl");
        using JsonLinesOutput output = new(path);
        output.Write(Waving);
        output.Write(new ActionEvent(12, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 0.9f), "wave_off");

        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = reader.ReadToEnd().Split('\n');
        Assert.Equal("""{"type":"frame","time":1.28,"action":"wave_off","confidence":0.75,"width":0.25,"macs":16000000,"reason":"price"}""", lines[0]);
        Assert.Equal("event", JsonDocument.Parse(lines[1]).RootElement.GetProperty("type").GetString());
        Assert.Equal(string.Empty, lines[2]);
    }

    [Fact]
    public void The_console_says_an_answer_once()
    {
        using StringWriter writer = new();
        using ConsoleOutput output = new(writer);
        output.Write(Waving);
        output.Write(Waving);
        output.Write(Waving with { Action = null });
        Assert.Equal(["00:01.28  wave_off  0.75  width 0.25", "00:01.28  no action  0.75  width 0.25", ""], writer.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void A_broken_output_is_said_once_and_stops_nobody()
    {
        List<string> said = [];
        using GuardedOutput output = new(new FullDisk(), "jsonl:x", said.Add);
        for (int i = 0; i < 3; i++)
            output.Write(Waving);
        Assert.Equal("output jsonl:x: no space left; it gets nothing more, recognition goes on.", Assert.Single(said));
        Assert.Equal(3, output.Lost);
    }

    private sealed class FullDisk : IOutput
    {
        public void Write(in OutputRecord record) => throw new IOException("no space left");

        public void Write(in ActionEvent action, string name) => throw new IOException("no space left");

        public void Dispose()
        {
        }
    }
}
