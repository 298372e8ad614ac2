using System.Text.Json.Nodes;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Published;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class SamplingTests
{
    [Fact, GoldenCase("sampling_and_schedule.json")]
    public void Frame_order_positions_crops_and_learning_rates_equal_the_published_ones()
    {
        JsonObject golden = JsonNode.Parse(File.ReadAllText(Golden.Require("golden/sampling_and_schedule.json")))!.AsObject();
        foreach ((string frames, JsonNode? order) in Take("order"))
            Assert.Equal(Numbers(order), FrameOrder.CoarseToFine(int.Parse(frames, System.Globalization.CultureInfo.InvariantCulture)));

        foreach ((string key, JsonNode? positions) in Take("validation_offsets")["values"]!.AsObject())
        {
            int[] framesAndCount = [.. key.Split('/').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(Numbers(positions), FrameSampling.Uniform(framesAndCount[0], framesAndCount[1]));
        }

        JsonObject crops = Take("train_crop");
        MultiScaleCrop crop = new(320, 256);
        Assert.Equal(crops["pairs"]!.AsArray().Select(p => (Numbers(p)[0], Numbers(p)[1])).Order(), crop.Sizes.Order());
        foreach ((int width, int height) in crop.Sizes)
            Assert.Equal(crops["offsets"]![$"{width}x{height}"]!.AsArray().Select(p => (Numbers(p)[0], Numbers(p)[1])), crop.Places(width, height).Select(c => (c.Left, c.Top)));
        Assert.Equal(crop.Sizes.Count, crops["offsets"]!.AsObject().Count);

        JsonObject rates = Take("learning_rate_per_epoch");
        Close(rates["multistep"]!, epoch => PublishedSchedule.MultiStep(0.01, epoch, warmup: 2, drops: [20, 40]));
        Close(rates["cosine"]!, epoch => PublishedSchedule.Cosine(0.01, epoch, warmup: 2, epochs: 50));
        Assert.Equal(["note"], golden.Select(e => e.Key)); // nothing was left out

        JsonObject Take(string key)
        {
            JsonObject part = golden[key]!.AsObject();
            golden.Remove(key);
            return part;
        }

        static int[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(n => (int)n!)];

        static void Close(JsonNode list, Func<int, double> rate)
        {
            Assert.Equal(50, list.AsArray().Count);
            foreach ((int i, JsonNode? expected) in list.AsArray().Index())
                Assert.Equal((double)expected!, rate(i + 1), 1e-12);
        }
    }

    [Fact]
    public void Every_number_of_frames_is_ordered_completely()
    {
        for (int frames = 1; frames <= 64; frames++)
            Assert.Equal(Enumerable.Range(0, frames), FrameOrder.CoarseToFine(frames).Order());
    }
}
