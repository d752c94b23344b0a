using System.Text;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public class SignedNoteTests
{
    // The example of golang.org/x/mod/sumdb/note.
    private const string PeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string PeterSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string EnochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";

    private const string Text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    private const string PeterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private const string EnochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static readonly VerifierKey Peter = Key(PeterKey);
    private static readonly VerifierKey Enoch = Key(EnochKey);

    [Fact]
    public void Signing_gives_the_published_note() =>
        Assert.Equal($"{Text}\n{PeterLine}", LedgerKey.Parse(PeterSecret, "the example").Sign(Text));

    [Fact]
    public void The_published_note_opens()
    {
        var note = Assert.IsType<OpenedNote.Good>(Open($"{Text}\n{PeterLine}", Peter));

        Assert.Equal(Text, note.Text);
    }

    [Fact]
    public void Unknown_and_repeated_signatures_are_passed_over()
    {
        const string Witness = "— witness.example/w BAUGBwgJCgs=\n";

        var note = Assert.IsType<OpenedNote.Good>(Open($"{Text}\n{Witness}{PeterLine}{EnochLine}{PeterLine}", Peter));

        Assert.Equal(Text, note.Text);
    }

    [Fact]
    public void One_good_signature_is_enough_where_several_keys_are_known()
    {
        var note = Assert.IsType<OpenedNote.Good>(Open($"{Text}\n{PeterLine}", Enoch, Peter));

        Assert.Equal(Text, note.Text);
    }

    [Fact]
    public void A_note_that_only_others_signed_is_refused_and_says_who()
    {
        var refused = Assert.IsType<OpenedNote.Refused>(Open($"{Text}\n{EnochLine}", Peter));

        Assert.Equal("it is signed by EnochRoot+af0cfe78, not by PeterNeumann+c74f20a3", refused.Why);
    }

    [Fact]
    public void A_changed_text_is_refused()
    {
        var refused = Assert.IsType<OpenedNote.Refused>(Open($"{Text.Replace("answer", "Answer", StringComparison.Ordinal)}\n{PeterLine}", Peter));

        Assert.Contains("is not a signature of this text", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_signature_of_a_known_key_refuses_the_note()
    {
        var bad = PeterLine.Insert(60, "ABCD");

        Assert.IsType<OpenedNote.Refused>(Open($"{Text}\n{EnochLine}{bad}", Peter, Enoch));
    }

    [Fact]
    public void Every_flipped_bit_of_a_note_is_refused()
    {
        var note = Encoding.UTF8.GetBytes($"{Text}\n{PeterLine}");
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            note[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<OpenedNote.Refused>(SignedNote.Open(note, Peter));
            note[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(Text)]
    [InlineData(Text + "\n")]
    [InlineData(Text + PeterLine)]
    [InlineData("\u0001" + Text + "\n" + PeterLine)]
    [InlineData("\t" + Text + "\n" + PeterLine)]
    [InlineData(Text + "\r\n" + PeterLine)]
    [InlineData(Text + "\n" + PeterLine + "Unexpected line.\n")]
    [InlineData(Text + "\n" + PeterLine + "— Bad Name x08go/ZJkuBS\n")]
    [InlineData(Text + "\n" + PeterLine + "— Bad+Name x08go/ZJkuBS\n")]
    [InlineData(Text + "\n" + PeterLine + "— Bad\u00a0Name x08go/ZJkuBS\n")]
    [InlineData(Text + "\n" + PeterLine + "—  x08go/ZJkuBS\n")]
    [InlineData(Text + "\n" + PeterLine + "— short x08gow==\n")]
    [InlineData(Text + "\n" + PeterLine + "— stray x08go/Z=\n")]
    [InlineData(Text + "\n" + PeterLine + "— unpadded x08go/ZJkuB\n")]
    [InlineData(Text + "\n" + PeterLine + "- hyphen x08go/ZJkuBS\n")]
    public void A_malformed_note_is_refused(string note)
    {
        var refused = Assert.IsType<OpenedNote.Refused>(Open(note, Peter));

        Assert.Equal("it is not a well-formed signed note", refused.Why);
    }

    [Fact]
    public void A_note_without_its_last_newline_or_that_is_not_text_is_refused()
    {
        Assert.IsType<OpenedNote.Refused>(Open($"{Text}\n{PeterLine}".TrimEnd('\n'), Peter));
        Assert.IsType<OpenedNote.Refused>(SignedNote.Open([0xff, .. Encoding.UTF8.GetBytes($"{Text}\n{PeterLine}")], Peter));
    }

    [Fact]
    public void Sixteen_signatures_are_read_and_a_flood_is_not()
    {
        Assert.IsType<OpenedNote.Good>(Open($"{Text}\n{string.Concat(Enumerable.Repeat(EnochLine, 16))}{PeterLine}", Peter));
        Assert.IsType<OpenedNote.Refused>(Open($"{Text}\n{string.Concat(Enumerable.Repeat(PeterLine, 101))}", Peter));
    }

    [Fact]
    public void A_mangled_key_is_not_a_key()
    {
        Assert.True(VerifierKey.TryParse(PeterKey, out _));
        for (var from = 0; from < PeterKey.Length; from++)
        {
            Assert.False(VerifierKey.TryParse(PeterKey.Insert(from, "A"), out _));
            Assert.False(VerifierKey.TryParse(PeterKey.Remove(from, 1), out _));
            Assert.False(VerifierKey.TryParse($"{PeterKey[..from]}{(char)(PeterKey[from] + 1)}{PeterKey[(from + 1)..]}", out _));
        }

        // Each with a key id that fits: a key too long, and a signature type that we do not know.
        Assert.False(VerifierKey.TryParse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", out _));
        Assert.False(VerifierKey.TryParse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out _));
    }

    [Fact]
    public void A_mangled_secret_is_refused_without_being_repeated()
    {
        for (var at = 0; at < PeterSecret.Length; at++)
        {
            var mangled = $"{PeterSecret[..at]}{(char)(PeterSecret[at] + 1)}{PeterSecret[(at + 1)..]}";
            var refused = Assert.Throws<LedgerKeyException>(() => LedgerKey.Parse(mangled, "the secret"));
            Assert.DoesNotContain(PeterSecret[^20..], refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("no newline at the end")]
    [InlineData("a\ttab\n")]
    public void A_text_that_cannot_be_a_note_is_not_signed(string text) =>
        Assert.Throws<ArgumentException>(() => LedgerKey.Parse(PeterSecret, "the example").Sign(text));

    private static OpenedNote Open(string note, params VerifierKey[] known) => SignedNote.Open(Encoding.UTF8.GetBytes(note), known);

    private static VerifierKey Key(string text) => VerifierKey.TryParse(text, out var key) ? key : throw new FormatException(text);
}
