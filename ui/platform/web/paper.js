// SPDX-License-Identifier: MIT
// The page on paper: what the GPU has drawn does not get there, a copy of it does, with its address. Compiled into
// playground.js.

const PaperDensity = 3; // pixels for one of the page: nearly 300 to an inch

const Paper = {
  picture: null, // as it was when it was seen last: a slide out of sight has nothing to be drawn with

  listen() {
    window.addEventListener('beforeprint', () => Paper.put(Page.takePicture(PaperDensity) ?? Paper.picture));
    window.addEventListener('afterprint', () => Paper.remove());
  },
  /** The frame's slide goes; its last frame has just been drawn. */
  keep() {
    Page.copyPicture().toBlob((blob) => {
      if (!blob) return;
      if (Paper.picture) URL.revokeObjectURL(Paper.picture.src);
      Paper.picture = Object.assign(new Image(), { 'src': URL.createObjectURL(blob), 'alt': '' });
    });
  },
  put(picture) {
    Paper.remove();
    if (!picture) return;
    const paper = document.createElement('div');
    paper.id = 'paper';
    paper.append(picture);
    if (location.protocol.startsWith('http')) {
      const address = paper.appendChild(document.createElement('a'));
      address.href = address.textContent = Trouble.link();
    }
    Page.root.append(paper);
    Page.root.dataset['paper'] = 'yes';
  },
  remove() {
    document.getElementById('paper')?.remove();
    delete Page.root.dataset['paper'];
  },

  /** For the page around, which prints other slides than the one in sight. */
  send(data) {
    const refuse = (expected) => Frame.refuse(expected, { what: 'picture' });
    if (Twins.hidden()) return refuse('expected a network without a table of your own, received one with it');
    const picture = Page.takePicture(Math.min(Math.max(Number(data['scale']) || PaperDensity, 0.2), 4));
    if (!picture) return refuse('expected a frame in sight to take a picture of, received one out of sight');
    const { clientWidth: width, clientHeight: height } = Page.canvas;
    picture.toBlob((blob) =>
      Frame.post('picture', { 'id': data['id'], 'picture': blob, 'width': width, 'height': height }));
  },
};
