using System.Text;
using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Tests.Jobs;

public class ClipJobTests
{
    private static readonly ClipRequest Request = new("model", new string('a', 64), 0.5, null);

    [Fact]
    public void The_key_tells_apart_whatever_determines_the_answer_and_nothing_else()
    {
        string file = Path.GetTempFileName();
        ClipJob job = ClipJob.Of(new Clip(file, "hover", null, null, 2), null, Request);
        Assert.Equal(job.Key, ClipJob.Of(new Clip(file, "hover", "S1", "test", 9), null, Request).Key);
        ClipJob[] others =
        [
            job with { Path = file + "x" }, job with { Label = "land" }, job with { Bytes = 1 }, job with { ModifiedMs = 1 }, job with { ModelHash = new string('b', 64) }, job with { Price = 0.25 },
            job with { Price = null, Width = Width.Full }, job with { Path = file + "5:hover", Label = string.Empty },
        ];
        Assert.Equal(others.Length + 1, others.Append(job).Select(one => one.ComputeKey()).Distinct().Count());
        File.Delete(file);
    }

    [Fact]
    public void A_job_survives_the_way_through_the_broker_and_an_edited_or_foreign_one_is_refused_in_one_line()
    {
        string file = Path.GetTempFileName();
        ClipJob job = ClipJob.Of(new Clip(file, "hover", null, null, 2), null, Request);
        Assert.Equal(job, Payload.ReadClip(Bytes(job)));
        Refused(Bytes(job with { Label = "land" }), "key must be");
        Refused(Bytes(job with { FormatVersion = 2 }), "formatVersion must be 1, got 2");
        ClipJob both = job with { Width = Width.Full };
        Refused(Bytes(both with { Key = both.ComputeKey() }), "exactly one of price");
        ClipJob odd = job with { ModelHash = "#" };
        Refused(Bytes(odd with { Key = odd.ComputeKey() }), "modelHash must be 64");
        Refused("{\"surprise\":1}"u8.ToArray(), "surprise is not a known key");
        Refused("not json"u8.ToArray(), "not valid JSON");
        Refused(Encoding.UTF8.GetBytes(new string(' ', Payload.MaxBytes + 1)), "must have at most");
        File.Delete(file);

        static byte[] Bytes(ClipJob job) => JsonSerializer.SerializeToUtf8Bytes(job, FleetJson.Default.ClipJob);

        static void Refused(byte[] body, string why)
        {
            InputException problem = Assert.Throws<InputException>(() => Payload.ReadClip(body));
            Assert.Contains(why, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message);
        }
    }

    [Fact]
    public void Paths_are_told_relative_to_a_root_and_never_lead_out_of_it()
    {
        string root = Directory.CreateTempSubdirectory().FullName, file = Path.Combine(root, "a", "b.mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "x");
        Assert.Equal("a/b.mp4", ClipJob.Of(new Clip(file, "hover", null, null, 2), root, Request).Path);
        Assert.Contains("outside of --clips-root", Assert.Throws<ClipListException>(() => ClipJob.Of(new Clip(file, "hover", null, null, 2), Path.Combine(root, "c"), Request)).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<ClipListException>(() => ClipJob.Of(new Clip(Path.Combine(root, "gone.mp4"), "hover", null, null, 2), null, Request)).Message, StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }
}
