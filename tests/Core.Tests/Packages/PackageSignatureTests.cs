using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;

namespace SdCom.Edge.Core.Tests.Packages;

public sealed class PackageSignatureTests : IDisposable
{
    private readonly SamplePackage sample = new();
    private readonly SigningKey key = SigningKey.Generate();

    public PackageSignatureTests() => PackageSignature.Sign(sample.Directory, key);

    private string SignaturePath => PathOf(PackageSignature.FileName);

    public void Dispose()
    {
        key.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void A_signed_package_is_believed_by_whoever_trusts_its_key()
    {
        using SigningKey other = SigningKey.Generate();
        Assert.Equal("sample", PackageSignature.Verify(sample.Directory, other.Public, key.Public).Package.Manifest.Name);
        Assert.Equal("sample", ModelPackage.Load(sample.Directory).Manifest.Name); // and who asks for no signature is not disturbed by it
    }

    [Fact]
    public void An_unsigned_package_is_refused()
    {
        File.Delete(SignaturePath);
        Assert.StartsWith($"{SignaturePath}: the model package is not signed; ", Refusal(), StringComparison.Ordinal);
        Assert.Equal("/no/such: no such model package; give --model the folder that holds manifest.json.", Assert.Throws<PackageException>(() => PackageSignature.Verify("/no/such", key.Public)).Message);
    }

    [Fact]
    public void A_foreign_key_is_refused_by_name()
    {
        using SigningKey other = SigningKey.Generate();
        string message = Assert.Throws<PackageException>(() => PackageSignature.Verify(sample.Directory, other.Public)).Message;
        Assert.StartsWith($"{SignaturePath}: is signed by the key {key.Public.Fingerprint}, which is not trusted here (trusted: {other.Public.Fingerprint}); ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_that_names_a_trusted_key_and_is_signed_by_another_is_refused()
    {
        using SigningKey forger = SigningKey.Generate();
        SignedListing listing = SignedListing.Parse(File.ReadAllBytes(SignaturePath))!;
        byte[] forged = forger.Sign(SignedListing.Message(listing.Fingerprint, listing.Sha256));
        File.WriteAllBytes(SignaturePath, (listing with { Signature = forged }).ToBytes());
        Assert.StartsWith($"{SignaturePath}: the signature does not fit; ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_another_package_does_not_fit()
    {
        using SamplePackage second = new();
        second.Write(SamplePackage.Manifest() with { Temperature = 2 });
        PackageSignature.Sign(second.Directory, key);
        File.Copy(Path.Combine(second.Directory, PackageSignature.FileName), SignaturePath, overwrite: true);
        Assert.StartsWith($"{PathOf(ModelFiles.Manifest)}: the file was edited after it was signed; ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MODEL_CARD.md")] // the manifest has no digest of it
    [InlineData("manifest.json")]
    [InlineData("static.onnx")]
    [InlineData("labels.txt")]
    public void An_edited_or_missing_file_is_named(string file)
    {
        File.AppendAllText(PathOf(file), " ");
        Assert.StartsWith($"{PathOf(file)}: the file was edited after it was signed; ", Refusal(), StringComparison.Ordinal);
        File.Delete(PathOf(file));
        Assert.StartsWith($"{PathOf(file)}: the file was signed and is missing; ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_extra_file_or_folder_is_named()
    {
        File.WriteAllText(PathOf(".hidden"), "payload");
        Assert.StartsWith($"{PathOf(".hidden")}: the file was not signed with the package; remove it, or ", Refusal(), StringComparison.Ordinal);
        File.Delete(PathOf(".hidden"));
        Directory.CreateDirectory(PathOf("more"));
        Assert.StartsWith($"{PathOf("more")}: a model package has no folders; ", Refusal(), StringComparison.Ordinal);
        Assert.StartsWith($"{PathOf("more")}: a model package has no folders; ", Assert.Throws<PackageException>(() => PackageSignature.Sign(sample.Directory, key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_flipped_byte_in_any_file_or_the_signature_is_refused()
    {
        Random random = new(6);
        foreach (string path in Directory.GetFiles(sample.Directory))
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int place = 0; place < bytes.Length; place++)
            {
                byte original = bytes[place];
                bytes[place] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, bytes);
                Refusal();
                bytes[place] = original;
            }

            File.WriteAllBytes(path, bytes);
        }

        PackageSignature.Verify(sample.Directory, key.Public);
    }

    [Fact]
    public void Every_bit_of_the_signature_itself_matters()
    {
        byte[] bytes = File.ReadAllBytes(SignaturePath);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(SignaturePath, bytes);
            Refusal();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_cut_lengthened_or_scrambled_signature_is_refused_in_one_line()
    {
        Random random = new(7);
        byte[] bytes = File.ReadAllBytes(SignaturePath);
        for (int round = 0; round < 300; round++)
        {
            List<byte> changed = [.. bytes];
            int place = random.Next(bytes.Length), length = random.Next(1, bytes.Length - place + 1);
            byte[] noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            switch (round % 4)
            {
                case 0: changed.RemoveRange(place, length); break;
                case 1: changed.InsertRange(place, noise); break;
                case 2: changed.InsertRange(place, bytes.AsSpan(place, length)); break; // a line or more twice
                default: changed = [.. noise]; break;
            }

            File.WriteAllBytes(SignaturePath, [.. changed]);
            Assert.DoesNotContain('\n', Refusal());
        }

        File.WriteAllBytes(SignaturePath, new byte[SignedListing.MaxBytes + 1]);
        Assert.StartsWith($"{SignaturePath}: is no signature of this program; ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_refuses_a_package_that_does_not_match_itself_and_leaves_nothing_aside()
    {
        sample.Edit("static.onnx", "graph", "grape");
        Assert.Contains("static.onnx: SHA-256 must be", Assert.Throws<PackageException>(() => PackageSignature.Sign(sample.Directory, key)).Message, StringComparison.Ordinal);
        sample.Edit("static.onnx", "grape", "graph");
        File.WriteAllText(SignaturePath + ".writing", "a signing was interrupted here");
        PackageSignature.Sign(sample.Directory, key);
        PackageSignature.Verify(sample.Directory, key.Public);
        Assert.False(File.Exists(SignaturePath + ".writing"));
    }

    [Fact]
    public void Writing_a_package_anew_takes_its_signature_away()
    {
        sample.Write(SamplePackage.Manifest());
        Assert.Contains("is not signed", Refusal(), StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(sample.Directory, file);

    private string Refusal() => Assert.Throws<PackageException>(() => PackageSignature.Verify(sample.Directory, key.Public)).Message;
}
