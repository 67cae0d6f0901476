// As place_words of sextortion_aware/reading/names.py has it: a test holds the two together.
globalThis.placeWords = (text) => {
  const short = {
    cc: "community centre",
    hs: "high school",
    ps: "primary school",
    rc: "",
    saint: "st",
  };
  const small = text.replace(/['’‘‛‚`´ʼʹʻʽˈˊˋ′‵＇｀ꞌ՚׳᾽᾿]/g, "").normalize("NFKD").toLowerCase();
  const seen = small.replace(/[\p{M}\p{Cf}]/gu, "").replaceAll("&", " and ");
  const plain = seen.replace(/[^\p{L}\p{N}.]/gu, " ");
  const words = plain.split(" ").flatMap((token) => {
    const parts = token.split(".");
    return parts.every((part) => part.length < 2) ? parts.join("") : parts;
  });
  return words.flatMap((word) => (short[word] ?? word).split(" ")).filter(Boolean);
};
