using System.Text;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Outputs.JsonLines;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Terminal;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs;

public class LinesTests(Models models)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly OutputMessage Frame = new()
    {
        Kind = MessageKinds.Frame,
        Camera = "front",
        Action = "wave_off",
        Time = TimeSpan.FromSeconds(1.28),
        Start = TimeSpan.FromSeconds(1.28),
        Confidence = 0.75f,
        Decision = Messages.Frame.Answer.Decision,
    };

    [Fact]
    public void Messages_are_written_as_documented()
    {
        using MessageJson json = new();
        Assert.Equal(
            """{"type":"frame","camera":"front","time":1.28,"action":"wave_off","confidence":0.75,"width":0.25,"macs":16000000,"reason":"price"}""",
            Encoding.UTF8.GetString(json.Write(Frame)));
        Assert.Equal(
            """{"type":"event","phase":"began","camera":"front","action":"wave_off","start":1,"end":1.32,"confidence":0.75,"at":"2026-01-31T12:00:00Z","id":"x-1"}""",
            Encoding.UTF8.GetString(json.Write(Messages.Began(), "x-1")));
        Assert.Equal("\"phase\":\"ended\",", Encoding.UTF8.GetString(json.Write(Messages.Ended(), line: true)).AsSpan(16, 16));
    }

    [Fact]
    public void Lines_are_whole_as_soon_as_they_are_delivered()
    {
        string path = models.NewPath(".jsonl");
        using JsonLinesDelivery file = new(path, 1_000_000, 1);
        file.Deliver(Frame, Cancel);
        file.Deliver(Messages.Ended(), Cancel);
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = reader.ReadToEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("}", lines[1], StringComparison.Ordinal);
        Assert.Empty(lines[2]);
    }

    [Fact]
    public void A_file_begins_anew_at_its_size_and_old_ones_are_kept()
    {
        string path = models.NewPath(".jsonl");
        using (JsonLinesDelivery file = new(path, 1000, 2))
        {
            for (int i = 0; i < 50; i++)
                file.Deliver(Messages.Ended(), Cancel);
        }

        Assert.All((string[])[path, $"{path}.1", $"{path}.2"], part => Assert.InRange(new FileInfo(part).Length, 100, 1000));
        Assert.False(File.Exists($"{path}.3"));
    }

    [Fact]
    public void A_disk_without_room_is_a_state_and_no_line_is_lost_when_there_is_room_again()
    {
        using (JsonLinesDelivery full = new("/dev/full", 1_000_000, 1))
            Assert.Equal(DeliveryFault.Broken, Assert.Throws<DeliveryException>(() => full.Deliver(Frame, Cancel)).Fault);

        string folder = models.NewPath();
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "events.jsonl");
        using JsonLinesDelivery file = new(path, 150, 1); // every line needs a new file
        file.Deliver(Messages.Ended(), Cancel);
        Directory.Delete(folder, recursive: true);
        Assert.Throws<DeliveryException>(() => file.Deliver(Messages.Ended(), Cancel));
        Assert.Throws<DeliveryException>(() => file.Open(Cancel));
        Directory.CreateDirectory(folder);
        file.Open(Cancel);
        file.Deliver(Messages.Ended(), Cancel);
        Assert.Single(File.ReadAllLines(path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_at_all_is_refused_at_the_start() =>
        Assert.Throws<InputException>(() => new JsonLinesDelivery(Path.Combine(models.NewPath(), "events.jsonl"), 1000, 1));

    [Fact]
    public void The_console_says_a_cameras_answer_once()
    {
        using StringWriter writer = new();
        using ConsoleDelivery console = new(writer);
        foreach (OutputMessage message in (OutputMessage[])[Frame, Frame, Frame with { Camera = "back" }, Frame with { Action = null }, Messages.Ended()])
            console.Deliver(message, Cancel);
        Assert.Equal(
            [
                "00:01.28  front: wave_off  0.75  width 0.25",
                "00:01.28  back: wave_off  0.75  width 0.25",
                "00:01.28  front: no action  0.75  width 0.25",
                "00:02.00  front: ended: wave_off, from 00:01.00, confidence 0.90",
                "",
            ],
            writer.ToString().ReplaceLineEndings("\n").Split('\n'));
    }
}
